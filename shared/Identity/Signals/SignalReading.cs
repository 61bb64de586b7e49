using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>The result of reading a request to a signal address.</summary>
public abstract record SignalReading
{
    private SignalReading()
    {
    }

    /// <summary>Authentic signals. <paramref name="MissedSome"/>: the provider also reports undelivered ones.</summary>
    public sealed record Heard(ImmutableArray<Signal> Signals, bool MissedSome = false) : SignalReading;

    /// <summary>A verification request: the response repeats the provider's text.</summary>
    public sealed record Echo(string MediaType, string Text) : SignalReading;

    /// <summary>Not a request that this provider makes. The response is "not found".</summary>
    public sealed record NotHere : SignalReading;

    /// <summary>The sender is not authenticated.</summary>
    public sealed record Forged(string Reason) : SignalReading;

    /// <summary>The sender is authenticated, but the body is invalid.</summary>
    public sealed record Malformed(string Reason) : SignalReading;

    /// <summary>A refused security event token, with an error code of RFC 8935 §2.4.</summary>
    public sealed record TokenRefused(string Error, string Description) : SignalReading;

    /// <summary>The keys for verification are unavailable now.</summary>
    public sealed record Unavailable : SignalReading;
}

/// <summary>Reads the signals of one provider in its own protocol. No outgoing call is made before the sender is authenticated.</summary>
public interface ISignalSource
{
    /// <summary>The last segment of the webhook address.</summary>
    string Provider { get; }

    Task<SignalReading> ReadAsync(SignalRequest request);
}

/// <summary>An unauthenticated request to a signal address.</summary>
public sealed record SignalRequest(string Method, IHeaderDictionary Headers, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    internal bool IsGet => HttpMethods.IsGet(Method);

    /// <summary>Returns the header's value, or null if there is none or more than one.</summary>
    internal string? Only(string header) => Headers[header] is [var only] ? only : null;
}
