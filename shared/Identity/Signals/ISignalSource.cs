namespace Onbehalf.Identity.Signals;

/// <summary>Reads what one provider sends, in its own protocol. Nothing leaves this app before the sender has proven who they are.</summary>
public interface ISignalSource
{
    /// <summary>The last part of its address.</summary>
    string Provider { get; }

    Task<SignalReading> ReadAsync(SignalRequest request);
}
