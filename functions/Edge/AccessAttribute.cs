using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Edge;

/// <summary>The access rule of an HTTP function. Every HTTP function has exactly one; the app does not start if one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class AccessAttribute : Attribute
{
    /// <summary>The largest accepted body, in bytes.</summary>
    public int LargestBody { get; init; } = Body.Largest;

    /// <summary>Returns the access that a request to <paramref name="path"/> requires.</summary>
    public abstract Access For(PathString path);
}

/// <summary>Requires no authentication: the web app's files, health, and webhooks, which verify their senders themselves.</summary>
internal sealed class PublicAttribute : AccessAttribute
{
    /// <summary>True if the function limits the body and refuses an excess itself. The edge then accepts every size.</summary>
    public bool LimitsBody { get; init; }

    /// <summary>A path prefix that requires authentication. For the catch-all function, which handles every path without its own function.</summary>
    public string? PersonBelow { get; init; }

    /// <summary>A prefix within <see cref="PersonBelow"/> that requires no authentication, so that an unknown webhook address answers 404.</summary>
    public string? SendersBelow { get; init; }

    public override Access For(PathString path) => IsBelow(path, PersonBelow) && !IsBelow(path, SendersBelow) ? Access.Person : Access.Public;

    private static bool IsBelow(PathString path, string? prefix) => prefix is not null && path.StartsWithSegments(prefix);
}

/// <summary>Authenticates the caller if credentials are present; used for sign-in and sign-out.</summary>
internal sealed class AnyoneAttribute : AccessAttribute
{
    public override Access For(PathString path) => Access.Anyone;
}

/// <summary>Requires authentication, by a browser session or a bearer token.</summary>
internal sealed class PersonAttribute : AccessAttribute
{
    /// <summary>
    /// Requires authentication without confirmation at the directory. The function needs no authority, or confirms the caller itself in order to
    /// record a refusal.
    /// </summary>
    public PersonAttribute()
    {
    }

    /// <summary>The edge confirms the caller at the directory and stores the result in <see cref="RequestCaller.Authority"/>.</summary>
    /// <param name="freshness">The maximum age of the directory's confirmation.</param>
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
