using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>A reserved place for one turn, held while its message is added.</summary>
public sealed class TurnPlace : IDisposable
{
    private readonly IDisposable _passage;
    private readonly Func<TurnId, Task> _take;

    internal TurnPlace(IDisposable passage, Func<TurnId, Task> take)
    {
        _passage = passage;
        _take = take;
    }

    public Task TakeAsync(TurnId turn) => _take(turn);

    public void Dispose() => _passage.Dispose();
}
