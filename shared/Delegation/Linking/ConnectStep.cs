namespace Onbehalf.Delegation.Linking;

/// <summary>What the browser is to do next.</summary>
public abstract record ConnectStep
{
    private ConnectStep()
    {
    }

    public sealed record GoToProvider(Uri Address) : ConnectStep;

    /// <summary>Redirects to a path of this site with the result: <c>connected</c>, or <c>connect-failed</c> with a slug.</summary>
    public sealed record GoBack(string Path) : ConnectStep;

    /// <summary>Loads the same address again from a page of this site: browsers withhold a SameSite=Strict cookie in redirects from the provider.</summary>
    public sealed record ComeAgain(string Path) : ConnectStep;

    /// <summary>This caller has no such connection.</summary>
    public sealed record Unknown : ConnectStep;

    /// <summary>Connecting needs a person in a browser.</summary>
    public sealed record NotABrowser : ConnectStep;

    public sealed record TooMany(TimeSpan RetryAfter) : ConnectStep;
}
