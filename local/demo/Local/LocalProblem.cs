using Microsoft.AspNetCore.Http;

namespace Onbehalf.Demo.Local;

internal static class LocalProblem
{
    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, "not-found", "There is no such person.");

    public static IResult Disabled() => Of(StatusCodes.Status409Conflict, "account-disabled", "This person cannot sign in; enable the account first.");

    public static IResult BadGroups() =>
        Of(StatusCodes.Status400BadRequest, "bad-groups", "Send {\"groups\": [...]} with at most 50 names of a-z, 0-9 and hyphens.");

    private static IResult Of(int status, string slug, string sentence) =>
        Results.Problem(sentence, statusCode: status, type: $"https://onbehalf.dev/problems/{slug}");
}
