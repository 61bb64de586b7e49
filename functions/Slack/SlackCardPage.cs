using Microsoft.AspNetCore.Http;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Slack;

/// <summary>Redirects from a card's address to its thread in the web app, for a person who may see it.</summary>
public sealed class SlackCardPage
{
    private const string Again = "again";

    private readonly SlackSwitch _slack;
    private readonly SlackViews _views;

    internal SlackCardPage(SlackSwitch slack, SlackViews views)
    {
        _slack = slack;
        _views = views;
    }

    internal async Task<IResult> OpenAsync(HttpRequest request, Caller? caller, string reference)
    {
        if (!_slack.IsOn || reference.Length > 64 || !reference.All(char.IsAsciiLetterOrDigit))
            return Problem.NotFound();
        var path = $"/auth/slack/open/{reference}";
        // A browser does not send a SameSite=Strict cookie with a navigation from Slack. It sends the cookie from a page of this origin.
        if (caller is null)
            return request.Query.ContainsKey(Again)
                ? SignInPage.Onward("Sign in", $"/auth/sign-in?returnTo={Uri.EscapeDataString(path)}")
                : SignInPage.Onward("Opening", $"{path}?{Again}=1");
        return await _views.ThreadOfAsync(reference, caller.Subject.Id, request.HttpContext.RequestAborted) is { } thread
            ? Results.Redirect($"/t/{thread}")
            : Problem.NotFound();
    }
}
