using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Identity;

/// <summary>What a person reads when their own directory does not confirm them.</summary>
internal static class AuthorityProblem
{
    public static Problem Of(AuthorityResult.Refused refused) => refused.Code == "directory-unavailable"
        ? Problem.Unavailable(refused.Code, refused.Reason)
        : Problem.Forbidden(refused.Code, refused.Reason);
}
