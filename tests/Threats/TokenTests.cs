using System.Net;
using System.Text;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T08's cousins for tokens, at the door: what proves nobody gets 401 with a challenge, and nothing happens.</summary>
[Collection(PuppetThreats.Name)]
public sealed class TokenTests(PuppetWorld world)
{
    public static TheoryData<string> Forgeries => ["nothing", "payload", "signature", "unsigned", "none", "basic", "twice", "garbage", "long"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task T08_a_token_that_proves_nobody_is_refused_and_nothing_is_said(string forgery)
    {
        var thread = await world.App.OpenThreadAsync("alice");
        var token = await world.App.TokenAsync("alice");
        using var caller = world.App.Anonymous();
        foreach (var value in Forge(forgery, token))
            caller.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", value);

        var answer = await caller.SendAsync("POST", $"api/threads/{thread}/messages", new { text = "hello" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("WWW-Authenticate: Bearer", answer.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await world.App.MessagesAsync("alice", thread));
    }

    [Fact]
    public async Task T08_a_cookie_of_nobody_is_refused()
    {
        using var caller = world.App.Anonymous();
        var name = (await world.App.InBrowserAsync("alice")).DefaultRequestHeaders.GetValues("Cookie").Single().Split('=')[0];
        caller.DefaultRequestHeaders.Add("Cookie", $"{name}={new string('a', 43)}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.SendAsync("GET", "api/me")).Status);
    }

    private static string[] Forge(string forgery, string token)
    {
        var parts = token.Split('.');
        return forgery switch
        {
            "nothing" => [],
            "payload" => [$"Bearer {parts[0]}.{Encode(Decode(parts[1]).Replace("alice", "carol", StringComparison.Ordinal))}.{parts[2]}"],
            "signature" => [$"Bearer {parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}"],
            "unsigned" => [$"Bearer {parts[0]}.{parts[1]}."],
            "none" => [$"Bearer {Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}."],
            "basic" => [$"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"alice:{token}"))}"],
            "twice" => [$"Bearer {parts[0]}.{parts[1]}.", $"Bearer {token}"],
            "garbage" => ["Bearer !.%00.=="],
            "long" => [$"Bearer {new string('a', 20_000)}"],
            _ => throw new ArgumentOutOfRangeException(nameof(forgery)),
        };
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part));

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
