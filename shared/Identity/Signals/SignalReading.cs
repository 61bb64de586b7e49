using System.Collections.Immutable;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>What a request to a signal's address turned out to be.</summary>
public abstract record SignalReading
{
    private SignalReading()
    {
    }

    /// <summary>The provider said this. <paramref name="MissedSome"/>: it also says that there was more which it could not deliver.</summary>
    public sealed record Heard(ImmutableArray<Signal> Signals, bool MissedSome = false) : SignalReading;

    /// <summary>The provider asks whether anybody is here, and wants back what it sent.</summary>
    public sealed record Echo(string MediaType, string Text) : SignalReading;

    /// <summary>Not a request that this provider makes: for its sender there is nothing here.</summary>
    public sealed record NotHere : SignalReading;

    /// <summary>The sender did not prove who they are.</summary>
    public sealed record Forged(string Reason) : SignalReading;

    /// <summary>The sender is who they should be, and what they sent cannot be read.</summary>
    public sealed record Malformed(string Reason) : SignalReading;

    /// <summary>A security event token that is refused in the words of RFC 8935 §2.4.</summary>
    public sealed record TokenRefused(string Error, string Description) : SignalReading;

    /// <summary>The keys to check it with cannot be had now.</summary>
    public sealed record Unavailable : SignalReading;
}
