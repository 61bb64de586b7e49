namespace Onbehalf.Sidecars.Supervision;

/// <summary>The sidecars cannot run here; the message says what to do about it.</summary>
public sealed class SidecarsUnavailableException(string message) : Exception(message);
