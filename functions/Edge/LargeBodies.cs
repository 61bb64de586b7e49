using Onbehalf.Ids;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// Limits the request bodies above the default size, which are buffered in memory until their request ends. The limit per person is the number of
/// files in a message.
/// </summary>
internal sealed class LargeBodies
{
    public const int Most = 12;

    public const int MostOfPerson = AttachedFile.MostInMessage;

    private readonly Lock _gate = new();
    private readonly Dictionary<SubjectId, int> _held = [];
    private int _all;

    public static TimeSpan Wait { get; } = TimeSpan.FromSeconds(5);

    /// <returns>A reservation that lasts until it is disposed; null if a limit is reached.</returns>
    public IDisposable? TryEnter(SubjectId person)
    {
        lock (_gate)
        {
            var own = _held.GetValueOrDefault(person);
            if (_all >= Most || own >= MostOfPerson)
                return null;
            _held[person] = own + 1;
            _all++;
            return new Place(this, person);
        }
    }

    private void Leave(SubjectId person)
    {
        lock (_gate)
        {
            _all--;
            if (--_held[person] == 0)
                _held.Remove(person);
        }
    }

    private sealed class Place(LargeBodies all, SubjectId person) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                all.Leave(person);
        }
    }
}
