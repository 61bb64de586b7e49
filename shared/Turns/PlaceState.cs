namespace Onbehalf.Turns;

/// <summary>What a turn does with its speaker's attention: it acts, waits for a yes, or may go on and waits for a place.</summary>
internal enum PlaceState
{
    Acting,
    Waiting,
    Queued,
}
