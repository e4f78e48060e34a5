using System.Diagnostics.CodeAnalysis;

namespace StatefulScheduler.Packages.Tests.Api;

// One of each thing that a public API can hold; PublicApiTests says how each is written down.
public static class Shapes
{
    public enum Colour { Red, Green = 5 }

    public delegate TOut Turn<in TIn, out TOut>(TIn value) where TIn : notnull;

    public sealed record Point(int X, string? Label = null);

    public readonly record struct Pair<T>(T First, T? Second) where T : class;

    public interface IShape : IDisposable
    {
        string? Name { get; }

        ValueTask<IReadOnlyList<string?>> AskAsync(Func<Point, bool>? accept = null, CancellationToken cancellationToken = default);

        int Twice(int value) => 2 * value;
    }

    [Experimental("STS9001")]
    public abstract class Shape<T> : IShape
        where T : class, new()
    {
        public const string Kind = "shape";

        public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);

        private protected Shape() => Changed?.Invoke(this, EventArgs.Empty);

        protected Shape(in DateTimeOffset start) => Start = start;

        public event EventHandler? Changed;

        public required string Title { get; init; }

        public DateTimeOffset? Start { get; protected set; }

        public string? Name => Title;

        public T? this[int index, params string[] path] => null;

        public static bool operator ==(Shape<T>? left, Shape<T>? right) => ReferenceEquals(left, right);

        public static bool operator !=(Shape<T>? left, Shape<T>? right) => !(left == right);

        public abstract ValueTask<IReadOnlyList<string?>> AskAsync(Func<Point, bool>? accept, CancellationToken cancellationToken);

        public virtual TKey Find<TKey>(Colour colour = Colour.Green, (int, string?) pair = default)
            where TKey : struct, IComparable<TKey> => default;

        public bool TryGet([NotNullWhen(true)] out T? value, ref int tries) => (value = null) is not null && tries++ > 0;

        public void Dispose() => GC.SuppressFinalize(this);

        public sealed override bool Equals(object? obj) => base.Equals(obj);

        public override int GetHashCode() => base.GetHashCode();

        protected virtual void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);

        internal void Hidden() => Start = null;
    }

    [Obsolete("Use Shape.")]
    public static int Count(this IShape shape) => shape is null ? 0 : 1;

    extension(IShape? shape)
    {
        public bool IsNothing => shape is null;

        public int Plus(int other) => shape is null ? other : other + 1;
    }
}
