using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Onbehalf.Tests.Worker;

/// <summary>Which paths a route takes, compared with another's. What cannot be decided counts as taken.</summary>
internal sealed class RouteShape(string text)
{
    private static readonly DefaultInlineConstraintResolver Constraints = new(
        Options.Create(new RouteOptions()), new ServiceCollection().AddLogging().BuildServiceProvider());

    private readonly RoutePatternPathSegment[] _segments = [.. RoutePatternFactory.Parse(text).PathSegments];

    public string Text => text;

    /// <summary>Tried first, it takes paths of the other's, and not because it is the narrower of the two.</summary>
    public bool Hides(RouteShape other) => Meets(_segments, other._segments) && !(IsWithin(_segments, other._segments) && !IsWithin(other._segments, _segments));

    private static bool Meets(ReadOnlySpan<RoutePatternPathSegment> a, ReadOnlySpan<RoutePatternPathSegment> b)
    {
        if (a.IsEmpty || b.IsEmpty)
            return MayBeLeftOut(a) && MayBeLeftOut(b);
        return Parameter(a[0]) is { IsCatchAll: true } || Parameter(b[0]) is { IsCatchAll: true } || (Meets(a[0], b[0]) && Meets(a[1..], b[1..]));
    }

    private static bool Meets(RoutePatternPathSegment a, RoutePatternPathSegment b) => (Literal(a), Literal(b)) switch
    {
        ({ } one, { } other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
        ({ } one, null) => Takes(b, one),
        (null, { } other) => Takes(a, other),
        (null, null) => true,
    };

    /// <summary>Every path of the first is one of the second's.</summary>
    private static bool IsWithin(ReadOnlySpan<RoutePatternPathSegment> a, ReadOnlySpan<RoutePatternPathSegment> b)
    {
        if (!b.IsEmpty && Parameter(b[0]) is { IsCatchAll: true })
            return true;
        if (a.IsEmpty)
            return MayBeLeftOut(b);
        if (b.IsEmpty || Parameter(a[0]) is { IsCatchAll: true } || (Parameter(a[0]) is { IsOptional: true } && !MayBeLeftOut(b)))
            return false;
        return IsWithin(a[0], b[0]) && IsWithin(a[1..], b[1..]);
    }

    private static bool IsWithin(RoutePatternPathSegment a, RoutePatternPathSegment b) => (Literal(a), Literal(b)) switch
    {
        ({ }, _) => Meets(a, b),
        (null, { }) => false,
        (null, null) => Parameter(b) is { ParameterPolicies.Count: 0 } || Policies(a) == Policies(b),
    };

    private static bool MayBeLeftOut(ReadOnlySpan<RoutePatternPathSegment> rest) =>
        rest.IsEmpty || Parameter(rest[0]) is { IsOptional: true } or { IsCatchAll: true };

    private static bool Takes(RoutePatternPathSegment segment, string literal) => Parameter(segment) is not { } parameter
        || parameter.ParameterPolicies.All(policy => Constraints.ResolveConstraint(policy.Content!) is not { } constraint
            || constraint.Match(new DefaultHttpContext(), null, parameter.Name, new() { [parameter.Name] = literal }, RouteDirection.IncomingRequest));

    private static string? Literal(RoutePatternPathSegment segment) => segment is { IsSimple: true, Parts: [RoutePatternLiteralPart part] } ? part.Content : null;

    private static RoutePatternParameterPart? Parameter(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart part] ? part : null;

    private static string Policies(RoutePatternPathSegment segment) =>
        string.Join(';', segment.Parts.OfType<RoutePatternParameterPart>().SelectMany(static part => part.ParameterPolicies).Select(static policy => policy.Content));
}
