using Onbehalf.Delegation.Connections;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Delegation.Linking;

/// <summary>The path of this site that a person returns to after connecting, with the result.</summary>
internal static class ConnectReturn
{
    public const string Page = "/connections";

    public static string Of(string? text) => string.IsNullOrEmpty(text) ? Page : ReturnPath.Of(text);

    public static ConnectStep.GoBack Failed(string returnTo, string slug) => With(returnTo, $"connect-failed={slug}");

    public static ConnectStep.GoBack Connected(string returnTo, ConnectionName connection) => With(returnTo, $"connected={connection}");

    private static ConnectStep.GoBack With(string path, string outcome)
    {
        var (before, fragment) = path.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? (path[..mark], path[mark..]) : (path, "");
        return new($"{before}{(before.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{outcome}{fragment}");
    }
}
