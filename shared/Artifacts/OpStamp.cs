using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>The author, time and log number of a change.</summary>
public sealed record OpStamp(Participant Author, DateTimeOffset At, long Seq, bool FromModel = false);
