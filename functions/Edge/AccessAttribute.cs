using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Edge;

/// <summary>Who may reach an HTTP function. Every one has exactly one of these; an app in which one has none does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class AccessAttribute : Attribute
{
    /// <summary>Bytes; the edge refuses a larger body.</summary>
    public int LargestBody { get; init; } = Body.Largest;

    /// <summary>What a request to <paramref name="path"/> needs.</summary>
    public abstract Access For(PathString path);
}

/// <summary>Authenticates nobody: the web app's files, health, and webhooks, which verify their senders themselves.</summary>
internal sealed class PublicAttribute : AccessAttribute
{
    /// <summary>The function reads the body within a limit of its own and answers for what exceeds it; the edge leaves every size to it.</summary>
    public bool LimitsBody { get; init; }

    /// <summary>A path prefix that requires a person after all. For the catch-all, which answers every path without a function.</summary>
    public string? PersonBelow { get; init; }

    /// <summary>A prefix within <see cref="PersonBelow"/> that authenticates nobody, so that the address of an unknown sender answers 404.</summary>
    public string? SendersBelow { get; init; }

    public override Access For(PathString path) => IsBelow(path, PersonBelow) && !IsBelow(path, SendersBelow) ? Access.Person : Access.Public;

    private static bool IsBelow(PathString path, string? prefix) => prefix is not null && path.StartsWithSegments(prefix);
}

/// <summary>Authenticates the caller where there is one: signing in and out.</summary>
internal sealed class AnyoneAttribute : AccessAttribute
{
    public override Access For(PathString path) => Access.Anyone;
}

/// <summary>Refuses whoever is not authenticated, by a browser session or a bearer token.</summary>
internal sealed class PersonAttribute : AccessAttribute
{
    /// <summary>Authenticated, not confirmed: the function needs no authority, or confirms the caller itself to record a refusal.</summary>
    public PersonAttribute()
    {
    }

    /// <summary>The edge confirms the caller at the directory; the function reads the answer from <see cref="RequestCaller.Authority"/>.</summary>
    /// <param name="freshness">How old the directory's answer may be.</param>
    public PersonAttribute(Freshness freshness) => Freshness = freshness;

    public Freshness? Freshness { get; }

    public override Access For(PathString path) => Access.Person;
}

internal enum Access
{
    Public,
    Anyone,
    Person,
}
