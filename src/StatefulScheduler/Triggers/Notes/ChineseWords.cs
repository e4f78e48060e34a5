namespace StatefulScheduler;

// 简体中文。
internal sealed class ChineseWords : NoteWords
{
    public static readonly ChineseWords Instance = new();

    public override string Join(IEnumerable<string> notes) => string.Join("；", notes);

    protected override string Gap(GapNote note)
    {
        var fires = note.FiresAt is { } at ? TimeBeside(at, note.Last) : null;
        if (note.First == note.Last)
            return $"{note.Zone} 在 {Date(note.First)} 不存在 {Time(note.First)} 这一时刻：" +
                (fires is null ? "该次不触发" : $"改在 {fires} 触发");

        var times = note.First.Date == note.Last.Date
            ? $"{note.Zone} 在 {Date(note.First)} 不存在 {Time(note.First)} 至 {Time(note.Last)} 这段时间"
            : $"{note.Zone} 不存在 {DateAndTime(note.First)} 至 {DateAndTime(note.Last)} 这段时间";
        return $"{times}：" + (fires is null ? "其间各次不触发" : $"合并到 {fires} 触发一次");
    }

    protected override string Overlap(OverlapNote note) =>
        $"{note.Zone} 在 {Date(note.WallTime)} 会出现两次 {Time(note.WallTime)}：" + note.Turn switch
        {
            OverlapTurn.FirstOnly => "只在第一次触发",
            OverlapTurn.LastOnly => "只在第二次触发",
            OverlapTurn.FirstOfBoth => "这是第一次",
            _ => "这是第二次",
        };

    protected override string Excluded(ExcludedNote note)
    {
        var (first, last) = (note.First, note.Last);
        var zone = note.Zone is null ? " " : $"（{note.Zone}）";
        var (joined, each) = note.Second == last ? ("和", "") : ("至", "各次均");
        if (note.ByDay && first.Date == last.Date)
            return $"{Date(first)}{zone}已排除：" +
                (note.Second is null ? $"{Time(first)} 不触发" : $"{Time(first)} {joined} {Time(last)} {each}不触发");
        if (note.ByDay && note.Second == last && first.TimeOfDay == last.TimeOfDay)
            return $"{Date(first)} 和 {Date(last)}{zone}已排除：{Time(first)} 不触发";
        return note.Second is null
            ? $"{DateAndTime(first)}{zone}已排除"
            : $"{DateAndTime(first)} {joined} {TimeBeside(last, first)}{zone}{each}已排除";
    }

    protected override string Jitter(JitterNote note) =>
        $"{TimeToTheSecond(note.WallTime)} 加上 {Duration(note.Delay, "小时", "分", "秒", "毫秒")}的随机延迟";

    protected override string MissingDay(MissingDayNote note)
    {
        var months = note.Months switch
        {
            1 => $"{Month(note.First)} ",
            2 => $"{Month(note.First)} 和 {Month(note.Last)} ",
            _ => $"{Month(note.First)} 至 {Month(note.Last)} 间有 {note.Months} 个月",
        };
        return $"{months}没有 {note.Day} 日：" + (note.FiresOn is { } date ? $"改在 {Date(date)} 触发" : "跳过");
    }

    protected override string AfterRun => "下一次从本次运行结束时起算";

    protected override string More => "另有其他";

    protected override string End(EndNote note) => note.End is { } end ? $"最后一次：截止于 {DateAndTime(end)}" : "最后一次";
}
