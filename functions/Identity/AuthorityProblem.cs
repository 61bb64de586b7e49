using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Identity;

/// <summary>What a person reads when their own directory does not confirm them.</summary>
internal static class AuthorityProblem
{
    public static Problem Of(AuthorityResult.Refused refused) => refused.Code switch
    {
        AccountCodes.DirectoryUnavailable => Problem.Unavailable(refused.Code, refused.Reason),
        // The page then offers the way to the provider. The session itself has not ended.
        AccountCodes.SignInAgain => Problem.Unauthorized(refused.Code, refused.Reason, "Bearer error=\"insufficient_user_authentication\""),
        _ => Problem.Forbidden(refused.Code, refused.Reason),
    };
}
