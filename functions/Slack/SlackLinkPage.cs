using System.Net;
using Microsoft.AspNetCore.Http;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;

namespace Onbehalf.Functions.Slack;

/// <summary>The HTML pages of linking. The request of the button has a header that only a page of this origin can send.</summary>
internal static class SlackLinkPage
{
    private const string Script =
        "document.querySelector('button').addEventListener('click',async e=>{e.target.disabled=true;" +
        "const r=await fetch('/auth/slack/confirm',{method:'POST',headers:{'X-Onbehalf':'1','" + LinkSlackUser.ShownHeader + "':e.target.value}});" +
        "const t=await r.text();document.body.replaceChildren(...new DOMParser().parseFromString(t,'text/html').body.childNodes)})";

    public static IResult Of(SlackLinkStep step) =>
        step switch
        {
            SlackLinkStep.Off => Problem.NotFound(),
            SlackLinkStep.GoToSlack go => Results.Redirect(go.Address.AbsoluteUri),
            SlackLinkStep.SignIn signIn => SignInPage.Onward("Sign in", signIn.Path),
            SlackLinkStep.Confirm confirm => new SignInPage(StatusCodes.Status200OK, "Link Slack", Question(confirm), script: Script),
            SlackLinkStep.Linked linked => new SignInPage(
                StatusCodes.Status200OK,
                "Linked",
                $"<p>{Text(linked.SlackName)} in Slack is {Text(linked.Person)} from now on. Go back to Slack{(linked.GoesOn ? ": your question is being answered there" : " and ask again")}. You can end the link on your <a href=\"/connections\">Connections page</a>.</p>"
            ),
            SlackLinkStep.Refused refused => new SignInPage(StatusCodes.Status403Forbidden, "Not linked", $"<p>{Text(refused.Reason)}</p>"),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static string Question(SlackLinkStep.Confirm confirm) =>
        $"<p>In Slack you are <strong>{Text(confirm.SlackName)}</strong> ({Text(confirm.Workspace)}).</p>" +
        $"<p>Here you are <strong>{Text(confirm.Person)}</strong> ({Text(confirm.Provider)}).</p>" +
        "<p>Whatever this Slack user asks the agent is then done with your access.</p><button type=\"button\"" +
        $" value=\"{Text(confirm.Shown)}\">These are both me: link them</button>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
