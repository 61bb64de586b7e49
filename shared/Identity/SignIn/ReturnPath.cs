using System.Text.RegularExpressions;

namespace Onbehalf.Identity.SignIn;

/// <summary>The path of this site that a person returns to after signing in.</summary>
internal static partial class ReturnPath
{
    public const string Home = "/";

    public static string Of(string? text) => text is not null && Local().IsMatch(text) ? text : Home;

    // No second slash or backslash at the start (another host), none of /auth (a loop) but two pages that follow a sign-in, no quote, angle bracket
    // or control character.
    [GeneratedRegex(@"^/(?![/\\]|auth/(?!slack/(?:confirm|open/[A-Za-z0-9]{1,64})\z))[A-Za-z0-9\-._~/?#=&%!$()*+,;:@]{0,500}\z")]
    private static partial Regex Local();
}
