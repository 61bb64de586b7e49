using Microsoft.AspNetCore.Http;
using Onbehalf.Delegation.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;

namespace Onbehalf.Functions.Connections;

internal static class ConnectReply
{
    public static IResult Of(ConnectStep step) => step switch
    {
        ConnectStep.GoToProvider go => Results.Redirect(go.Address.AbsoluteUri),
        ConnectStep.GoBack back => Results.Redirect(back.Path),
        ConnectStep.ComeAgain again => SignInPage.Onward("Connecting", again.Path),
        ConnectStep.Unknown => Problem.NotFound(),
        ConnectStep.NotABrowser => Problem.Forbidden("browser-only", "Connect an account from your own browser, after signing in there."),
        ConnectStep.TooMany many => Problem.TooMany("You have started to connect many times. Wait a few minutes.", many.RetryAfter),
        _ => throw new InvalidOperationException(step.GetType().Name),
    };
}
