using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>Who makes a change, when, and its number in the log.</summary>
public sealed record OpStamp(Participant Author, DateTimeOffset At, long Seq, bool FromModel = false);
