using Microsoft.AspNetCore.Http;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Identity;

/// <summary>Every code of a refusal by the directory: its status, and a sentence of its own in turns and runs.</summary>
public sealed class AccountCodesTests
{
    public static TheoryData<string, bool, int> Codes { get; } = new()
    {
        { AccountCodes.Disabled, false, 403 },
        { AccountCodes.Unknown, false, 403 },
        { AccountCodes.DirectoryUnavailable, true, 503 },
        { AccountCodes.Locked, true, 403 },
        { AccountCodes.PasswordExpired, true, 403 },
        { AccountCodes.Pending, true, 403 },
        { AccountCodes.SignInAgain, true, 401 },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_code_has_a_status_and_says_whether_it_passes(string code, bool isForNow, int status)
    {
        var http = new DefaultHttpContext();

        await AuthorityProblem.Of(new(code, "Why.")).ExecuteAsync(http);

        Assert.Equal(status, http.Response.StatusCode);
        Assert.Equal(isForNow, AccountCodes.IsForNow(code));
        Assert.NotEqual(RunReasons.Sentence("made-up"), RunReasons.Sentence(code));
        Assert.NotEqual(EndingSentences.For(TurnStatus.Failed, "made-up"), EndingSentences.For(TurnStatus.Refused, code));
        Assert.Contains("nothing further was done", EndingSentences.For(TurnStatus.Refused, code), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_code_is_not_for_now() => Assert.All(new[] { null, "", "rights-lost", "made-up" }, static code => Assert.False(AccountCodes.IsForNow(code)));
}
