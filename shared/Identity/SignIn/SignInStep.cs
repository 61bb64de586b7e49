namespace Onbehalf.Identity.SignIn;

/// <summary>The next step of the browser. Cookies are already on the response.</summary>
public abstract record SignInStep
{
    private SignInStep()
    {
    }

    public sealed record GoToProvider(Uri Address) : SignInStep;

    public sealed record Choose(IReadOnlyList<SignInChoice> Choices) : SignInStep;

    /// <summary>Signed in; <paramref name="ReturnTo"/> is a path of this site.</summary>
    public sealed record Done(string ReturnTo) : SignInStep;

    public sealed record Refused(string Reason) : SignInStep;
}

public sealed record SignInChoice(string Name, string Path);
