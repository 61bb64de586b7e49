namespace Onbehalf.Identity.Signals;

/// <summary>Reads the signals of one provider in its own protocol. No outgoing call is made before the sender is authenticated.</summary>
public interface ISignalSource
{
    /// <summary>The last segment of the webhook address.</summary>
    string Provider { get; }

    Task<SignalReading> ReadAsync(SignalRequest request);
}
