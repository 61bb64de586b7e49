using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Tests.Identity;

public sealed class GrantDirectoryTests : IAsyncLifetime
{
    private readonly List<string> _used = [];
    private IdentityWorld _world = null!;
    private Func<string, IResult> _answer = static _ => Results.Json(new { error = "invalid_grant" }, statusCode: 400);

    public async Task InitializeAsync()
    {
        _world = await IdentityWorld.StartAsync("grant");
        _world.Issuer.Answer = async context =>
        {
            var token = $"{(await context.Request.ReadFormAsync())["refresh_token"]}";
            _used.Add(token);
            return _answer(token);
        };
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_grant_that_still_works_proves_life_and_its_successor_is_kept()
    {
        await SignedInAsync();
        _answer = static token => Results.Json(new { refresh_token = token + "'" });

        var first = Assert.IsType<DirectoryAnswer.Active>(await FindAsync());
        await FindAsync();

        Assert.Empty(first.Groups);
        Assert.Equal(["r", "r'"], _used);
    }

    [Fact]
    public async Task Two_instances_never_spend_the_same_grant()
    {
        await SignedInAsync();
        _answer = static token => Results.Json(new { refresh_token = token + "'" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FindAsync()));

        Assert.All(answers, static answer => Assert.IsType<DirectoryAnswer.Active>(answer));
        Assert.Equal(6, _used.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS50057: The user account is disabled. Trace ID: x"}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"A sentence","error_codes":[50057]}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS500571: The guest user account is disabled."}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS50034: The user account does not exist."}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"User disabled"}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"Account has been deleted"}""")]
    [InlineData("""{"error":"invalid_grant","error_description":"user is blocked."}""")]
    [InlineData("""{"error":"unauthorized","error_description":"user is blocked"}""")]
    public async Task A_refusal_that_names_the_end_of_the_account_means_disabled(string refusal)
    {
        await SignedInAsync();
        _answer = _ => Results.Text(refusal, "application/json", statusCode: 400);

        Assert.IsType<DirectoryAnswer.Disabled>(await FindAsync());
    }

    [Theory]
    [InlineData("sign-in-again", """{"error":"invalid_grant"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS50076: MFA required","suberror":"basic_action"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS50079: must enroll"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS53003: blocked by Conditional Access","error_codes":[53003]}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS50105: not assigned to a role"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS50173: the grant was revoked"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS700082: expired due to inactivity"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS50078: expired","error_codes":[50078,50057]}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS5005: another","error_codes":["50057"]}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"AADSTS500579: not that number"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Say AADSTS50057 if the user is disabled"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Token is not active"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Session not active"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Offline session not active"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Stale token"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Account is not fully set up"}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":null}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":["User disabled"]}""")]
    [InlineData("sign-in-again", """{"error":"invalid_grant","error_description":"No user disabled"}""")]
    [InlineData("sign-in-again", """{"error":"interaction_required","error_description":"AADSTS50076"}""")]
    [InlineData("sign-in-again", """{"error":"login_required"}""")]
    [InlineData("sign-in-again", """{"error":"consent_required"}""")]
    [InlineData("account-locked", """{"error":"invalid_grant","error_description":"AADSTS50053: the account is locked"}""")]
    [InlineData("account-locked", """{"error":"invalid_grant","error_description":"User temporarily disabled"}""")]
    [InlineData("password-expired", """{"error":"invalid_grant","error_description":"AADSTS50055: the password is expired"}""")]
    [InlineData("directory-unavailable", """{"error":"invalid_client","error_description":"User disabled"}""")]
    [InlineData("directory-unavailable", """{"error":"unauthorized_client","error_description":"AADSTS50057"}""")]
    [InlineData("directory-unavailable", """{"error":"access_denied"}""")]
    [InlineData("directory-unavailable", """{"error":{"code":"invalid_grant"}}""")]
    [InlineData("directory-unavailable", """<html>""")]
    public async Task Any_other_refusal_is_for_now_and_says_what_to_do(string code, string refusal)
    {
        await SignedInAsync();
        foreach (var status in new[] { 400, 401, 403 })
        {
            _answer = _ => Results.Text(refusal, "application/json", statusCode: status);

            Assert.Equal(code, Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync()).Code);
        }
    }

    [Fact]
    public async Task An_answer_in_Latin_1_is_no_grant_and_no_refusal()
    {
        await SignedInAsync();
        _answer = static _ => Results.Bytes(System.Text.Encoding.Latin1.GetBytes("""{"error":"invalid_grant","error_description":"désactivé"}"""), "application/json");

        Assert.Equal("directory-unavailable", Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync()).Code);
    }

    [Theory]
    [InlineData("invalid_client", 401)]
    [InlineData("temporarily_unavailable", 503)]
    public async Task Any_other_trouble_means_nobody_can_say(string error, int status)
    {
        await SignedInAsync();
        _answer = _ => Results.Json(new { error }, statusCode: status);

        Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync());
    }

    [Fact]
    public async Task A_person_without_a_grant_cannot_be_confirmed_now_or_later()
    {
        Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync());
        Assert.False(await _world.Authorities.CanConfirmLaterAsync(_world.Person("alice"), default));

        await SignedInAsync();

        Assert.True(await _world.Authorities.CanConfirmLaterAsync(_world.Person("alice"), default));
    }

    private Task<SessionCookie> SignedInAsync() => _world.Of<Sessions>().CreateAsync(_world.Person("alice"), new("r"), default);

    private Task<DirectoryAnswer> FindAsync() => _world.Of<DirectoryCatalog>().All.Single().FindAsync(_world.Person("alice"), default);
}
