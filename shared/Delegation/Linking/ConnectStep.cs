namespace Onbehalf.Delegation.Linking;

/// <summary>What the browser is to do next.</summary>
public abstract record ConnectStep
{
    private ConnectStep()
    {
    }

    public sealed record GoToProvider(Uri Address) : ConnectStep;

    /// <summary>To a path of this site that says how it went: <c>connected</c> or <c>connect-failed</c> with a slug.</summary>
    public sealed record GoBack(string Path) : ConnectStep;

    /// <summary>To the same address from a page of our own: a Strict cookie is withheld from a chain that began at the provider.</summary>
    public sealed record ComeAgain(string Path) : ConnectStep;

    /// <summary>There is no such connection for this caller.</summary>
    public sealed record Unknown : ConnectStep;

    /// <summary>Only a person in a browser connects.</summary>
    public sealed record NotABrowser : ConnectStep;

    public sealed record TooMany(TimeSpan RetryAfter) : ConnectStep;
}
