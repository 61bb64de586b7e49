namespace Onbehalf.Tests.Worker.Functions;

public sealed class ScopedThing : IDisposable
{
    private static int _made;

    public static int Disposed { get; private set; }

    public int Number { get; } = Interlocked.Increment(ref _made);

    public void Dispose() => Disposed++;
}
