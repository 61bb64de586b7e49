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

    [Fact]
    public async Task A_grant_the_provider_refuses_means_disabled()
    {
        await SignedInAsync();

        Assert.IsType<DirectoryAnswer.Disabled>(await FindAsync());
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
