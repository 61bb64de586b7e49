namespace Onbehalf.Threads;

/// <summary>The rate limit for messages, edits and reactions of one person.</summary>
public sealed class MessageRate(ThreadLimits limits, TimeProvider time) : PersonRate(limits.MessagesPerMinute, time);
