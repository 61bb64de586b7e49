namespace Onbehalf.Turns;

/// <summary>The state of a turn in its speaker's semaphore: it acts, waits for a confirmation, or queues for a place.</summary>
internal enum PlaceState
{
    Acting,
    Waiting,
    Queued,
}
