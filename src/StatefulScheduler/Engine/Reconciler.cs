using StatefulScheduler.Stores;

namespace StatefulScheduler.Engine;

// Declared jobs and stored jobs, brought together at every start by the declaration that the store keeps beside each job:
// absent → added; same → nothing is touched, so that an operator's changes live on; changed → only the members that changed in code follow.
internal sealed class Reconciler(EngineCore core, IReadOnlyList<JobDefinition> declared)
{
    private readonly JobAdder adder = new(core);

    // Returns the handlers of stored jobs that this node does not have.
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var job in declared)
            await ReconcileAsync(job, cancellationToken).ConfigureAwait(false);
        return await ReportAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReconcileAsync(JobDefinition job, CancellationToken cancellationToken)
    {
        var addition = adder.Prepare(job, "deploy", null);
        var declaration = new JobDeclaration { Handler = addition.Plan.Handler, Trigger = addition.Plan.Trigger, Arguments = addition.Plan.Arguments, Options = addition.Plan.Options };
        var text = core.Serializer.WriteDeclaration(declaration);
        for (; ; )
        {
            var existing = await core.Store.GetAsync(job.Id, cancellationToken).ConfigureAwait(false)
                ?? await adder.AddAsync(job with { IfExists = IfExists.Keep }, "deploy", text, cancellationToken).ConfigureAwait(false);

            // What the add has found is looked at as well: another node was faster, perhaps with another declaration.
            if (existing.Plan.Declaration == text || await FollowAsync(existing, declaration, text, cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    // False: the job changed meanwhile.
    private async ValueTask<bool> FollowAsync(ScheduledJob existing, JobDeclaration declaration, string text, CancellationToken cancellationToken)
    {
        var kept = existing.Plan.Declaration is { } before ? core.Serializer.ReadDeclaration(before) : null;
        var now = core.StoreTime();
        var plan = existing.Plan with { Declaration = text, Unreadable = null };
        var members = new List<string>();
        if (kept?.Handler != declaration.Handler)
            Follow(plan with { Handler = declaration.Handler }, nameof(declaration.Handler));
        if (kept is null || !kept.Arguments.Equals(declaration.Arguments))
            Follow(plan with { Arguments = declaration.Arguments }, nameof(declaration.Arguments));
        if (kept is null || !kept.Options.Equals(declaration.Options))
            Follow(plan with { Options = declaration.Options }, nameof(declaration.Options));
        var changesTrigger = kept is null || !kept.Trigger.Equals(declaration.Trigger);
        if (changesTrigger)
            Follow(plan with { Trigger = declaration.Trigger, AnchoredAt = now }, nameof(declaration.Trigger));

        var draft = new JobDraft(existing)
        {
            Plan = core.Policies.Complete(plan),
            RaisesVersion = true,
            Kind = StateChangeKind.Deployed,
            Actor = "deploy",
            Reason = "the declaration in code changed: " + string.Join(", ", members),
        };
        if (changesTrigger)
            ChangePolicy.Reschedule(draft, now);
        var commit = draft.ToCommit(now);
        commit.WantsJob = true;
        var result = await core.Committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        if (result.Status != CommitStatus.Committed)
            return false;

        Log.Reconciled(core.Logger, existing.Id, string.Join(", ", members));
        core.Events.PublishChange(new JobModified { Job = result.Job!, Actor = "deploy", Reason = draft.Reason }, existing);
        return true;

        void Follow(JobPlan next, string member)
        {
            plan = next;
            members.Add(member);
        }
    }

    private async ValueTask<IReadOnlyList<string>> ReportAsync(CancellationToken cancellationToken)
    {
        var unknown = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var ids = declared.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        for (var query = new JobQuery { PageSize = 1000 }; ;)
        {
            var page = await core.Store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var job in page.Items)
            {
                if (core.Handlers.Find(job.Handler) is null)
                    unknown[job.Handler] = unknown.GetValueOrDefault(job.Handler) + 1;
                else if (job.Plan.Declaration is not null && !ids.Contains(job.Id))
                    Log.NoLongerDeclared(core.Logger, job.Id);
            }

            if (page.Next is null)
                break;
            query = query with { After = page.Next };
        }

        foreach (var (handler, count) in unknown)
            Log.UnknownHandler(core.Logger, count, handler);
        return [.. unknown.Keys];
    }
}
