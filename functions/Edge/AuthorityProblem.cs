using Onbehalf.Identity;

namespace Onbehalf.Functions.Edge;

/// <summary>Maps a refusal by the person's directory to a problem response.</summary>
internal static class AuthorityProblem
{
    public static Problem Of(AuthorityResult.Refused refused) => refused.Code switch
    {
        AccountCodes.DirectoryUnavailable => Problem.Unavailable(refused.Code, refused.Reason),
        // The web app then offers to sign in again. The session itself has not ended.
        AccountCodes.SignInAgain => Problem.Unauthorized(refused.Code, refused.Reason, "Bearer error=\"insufficient_user_authentication\""),
        _ => Problem.Forbidden(refused.Code, refused.Reason),
    };
}
