using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>The pages of the sign-in flow. They use no external resources and at most one script, and encode all values.</summary>
internal sealed class SignInPage(int status, string title, string body, string head = "", string? script = null) : IResult
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:18vh auto;padding:0 1rem;color-scheme:light dark}" +
        "a.button{display:block;margin:.5rem 0;padding:.7rem 1rem;border:1px solid;border-radius:.5rem;text-decoration:none;color:inherit}" +
        "button{padding:.7rem 1rem;font:inherit}";

    private static readonly string Policy = $"default-src 'none'; style-src {Digest(Style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IResult Of(SignInStep step) =>
        step switch
        {
            SignInStep.GoToProvider go => Results.Redirect(go.Address.AbsoluteUri),
            SignInStep.Choose choose => new SignInPage(StatusCodes.Status200OK, "Sign in", string.Concat(choose.Choices.Select(Button))),
            SignInStep.Done done => Onward("Signed in", done.ReturnTo),
            SignInStep.Refused refused => new SignInPage(
                StatusCodes.Status403Forbidden, "Not signed in", $"<p>{Text(refused.Reason)}</p>{Button(new("Sign in again", "/auth/sign-in"))}"),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    /// <summary>
    /// Returns a page instead of a redirect. A Strict cookie is withheld in a redirect chain that began at the provider, and sent from a
    /// same-site page.
    /// </summary>
    public static IResult Onward(string title, string path) => new SignInPage(
        StatusCodes.Status200OK, title, Button(new("Continue", path)), $"<meta http-equiv=\"refresh\" content=\"0; url={Text(path)}\">");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = script is null ? Policy : $"{Policy}; script-src {Digest(script)}; connect-src 'self'";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(title)} · Onbehalf</title>{head}<style>{Style}</style></head><body><h1>{Text(title)}</h1>{body}{(script is null ? "" : $"<script>{script}</script>")}</body></html>",
            httpContext.RequestAborted);
    }

    private static string Digest(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Button(SignInChoice choice) => $"<a class=\"button\" href=\"{Text(choice.Path)}\">{Text(choice.Name)}</a>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
