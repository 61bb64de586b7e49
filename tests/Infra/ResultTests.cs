using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Onbehalf.Functions.Audit;

namespace Onbehalf.Tests.Infra;

/// <summary>
/// In Azure the worker sends what a function returned to the host as JSON as well, after executing it. A result that cannot be written
/// fails an invocation that was answered, and one that shows its parts shows them to the host.
/// </summary>
public sealed class ResultTests
{
    public static TheoryData<Type> OwnResults => [.. typeof(CheckAudit).Assembly.GetTypes().Where(static type => type.IsClass && type.IsAssignableTo(typeof(IResult)))];

    [Theory]
    [MemberData(nameof(OwnResults))]
    public void A_result_of_ours_shows_nothing(Type result) =>
        Assert.Empty(result.GetProperties(BindingFlags.Public | BindingFlags.Instance));

    [Fact]
    public void Every_other_result_we_return_can_be_written()
    {
        IResult[] results =
        [
            Results.NoContent(), Results.Redirect("https://provider.test/authorize?state=x"), Results.Text("{}", "application/json"),
            Results.File("/app/wwwroot/index.html", "text/html", entityTag: new EntityTagHeaderValue("\"tag\"")),
        ];

        Assert.All(results, static result => Assert.StartsWith("{", JsonSerializer.Serialize<object>(result), StringComparison.Ordinal));
    }
}
