using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Automations;

namespace Onbehalf.Tests.Automations;

public sealed class EventSignatureTests
{
    // The test vector of the Standard Webhooks libraries.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long SentAt = 1614265330;
    private const string Body = """{"test": 2432232314}""";
    private const string Good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly string Other = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static TheoryData<string, string?, string?, string?, string, int, string?> Standard => new()
    {
        { "the published vector", Id, $"{SentAt}", Good, Body, 0, null },
        { "among several signatures", Id, $"{SentAt}", $"v1a,zzzz v1,AAAA {Good}", Body, 0, null },
        { "before an asymmetric one and an unknown one", Id, $"{SentAt}", $"{Good} v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== v2,x", Body, 0, null },
        { "joined with commas", Id, $"{SentAt}", $"{Good}, v1a,zzzz", Body, 0, null },
        { "joined with commas, the last", Id, $"{SentAt}", $"v1a,zzzz, {Good}", Body, 0, null },
        { "joined with commas alone", Id, $"{SentAt}", $"v1,AAAA,{Good},v1a,zzzz", Body, 0, null },
        { "with no version that is known", Id, $"{SentAt}", "v1a,zzzz v2,AAAA v11,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Body, 0, "bad-signature" },
        { "at the edge of the past", Id, $"{SentAt}", Good, Body, 300, null },
        { "at the edge of the future", Id, $"{SentAt}", Good, Body, -300, null },
        { "late", Id, $"{SentAt}", Good, Body, 301, "too-old" },
        { "from the future", Id, $"{SentAt}", Good, Body, -301, "in-the-future" },
        { "another body", Id, $"{SentAt}", Good, Body + " ", 0, "bad-signature" },
        { "another id", Id + "x", $"{SentAt}", Good, Body, 0, "bad-signature" },
        { "another moment", Id, $"{SentAt + 1}", Good, Body, 0, "bad-signature" },
        { "an asymmetric scheme only", Id, $"{SentAt}", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Body, 0, "bad-signature" },
        { "a signature cut short", Id, $"{SentAt}", Good[..^1], Body, 0, "bad-signature" },
        { "the twentieth of its signatures", Id, $"{SentAt}", string.Concat(Enumerable.Repeat("v1,AAAA ", 19)) + Good, Body, 0, null },
        { "the twentieth, after nineteen whole ones", Id, $"{SentAt}", string.Concat(Enumerable.Repeat($"v1a,{new string('A', 88)} ", 19)) + Good, Body, 0, null },
        { "behind twenty others", Id, $"{SentAt}", string.Concat(Enumerable.Repeat("v1,AAAA ", 20)) + Good, Body, 0, "bad-signature" },
        { "unsigned", Id, $"{SentAt}", null, Body, 0, "unsigned" },
        { "nameless", null, $"{SentAt}", Good, Body, 0, "unsigned" },
        { "timeless", Id, null, Good, Body, 0, "unsigned" },
        { "a moment that is none", Id, "now", Good, Body, 0, "unsigned" },
        { "a moment out of range", Id, "99999999999999999", Good, Body, 0, "unsigned" },
        { "a dot in its name", Signed.Standard(Secret, "a.b", Body, DateTimeOffset.FromUnixTimeSeconds(SentAt)).Id, $"{SentAt}", Signed.Standard(Secret, "a.b", Body, DateTimeOffset.FromUnixTimeSeconds(SentAt)).Signature, Body, 0, "dot-in-id" },
        { "an endless name", new string('x', 257), $"{SentAt}", Good, Body, 0, "unsigned" },
    };

    [Theory]
    [MemberData(nameof(Standard))]
    public void A_standard_webhook_is_exactly_what_its_sender_signed(string name, string? id, string? sentAt, string? signature, string body, int age, string? expected)
    {
        var why = new EventSignature(id, sentAt, signature).WhyNot("standard", new([Secret]), Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(SentAt + age));

        Assert.True(expected == why, $"{name}: {why}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"test": 2432232314}""")]
    [InlineData("{\"text\":\"Łódź 🙂 \\u0000\\n\"}\r\n")]
    [InlineData("a=1&b=%2B")]
    public void Another_library_of_the_standard_signs_and_verifies_the_same(string body)
    {
        var now = DateTimeOffset.UtcNow;
        var peer = new StandardWebhooks.StandardWebhook(Secret);
        var ours = Signed.Standard(Secret, Id, body, now);
        var theirs = ours with { Signature = $"v1a,zzzz {peer.Sign(Id, now, body)} v2,zzzz" };

        Assert.Null(theirs.WhyNot("standard", new([Secret]), Encoding.UTF8.GetBytes(body), now));
        Assert.Equal("bad-signature", theirs.WhyNot("standard", new([Secret]), Encoding.UTF8.GetBytes(body + " "), now));
        peer.Verify(body, new HeaderDictionary { ["webhook-id"] = ours.Id, ["webhook-timestamp"] = ours.Timestamp, ["webhook-signature"] = ours.Signature });
    }

    [Theory]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "Hello, World!", null)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18", "Hello, World!", "bad-signature")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "Hello, World!", "bad-signature")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", "Hello, World", "bad-signature")]
    [InlineData("sha1=0a0a9f2a6772942557ab5355d76af442f8f65e01", "Hello, World!", "bad-signature")]
    [InlineData("", "Hello, World!", "unsigned")]
    public void A_GitHub_event_is_exactly_what_GitHub_signed(string signature, string body, string? expected) => Assert.Equal(
        expected, new EventSignature("72d3162e", null, signature).WhyNot("github", new(["It's a Secret to Everybody"]), Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow));

    /// <summary>The example of a raw body, with the secret and time of Stripe's own test helpers.</summary>
    [Theory]
    [InlineData("t={t},v1={good}", 0, null)]
    [InlineData("t={t}, v1={bad}, v1={good}, v0={bad}", 0, null)]
    [InlineData("v1={good},t={t},scheme=x", 0, null)]
    [InlineData("t={t},v1={good}", 299, null)]
    [InlineData("t={t},v1={good}", 301, "too-old")]
    [InlineData("t={t},v1={good}", -301, "in-the-future")]
    [InlineData("t={t},v1={bad}", 0, "bad-signature")]
    [InlineData("t={t},v0={good}", 0, "unsigned")]
    [InlineData("t={t},t={t},v1={good}", 0, "unsigned")]
    [InlineData("t=+{t},v1={good}", 0, "unsigned")]
    [InlineData("t=0{t},v1={good}", 0, "bad-signature")]
    [InlineData("t=99999999999999999999,v1={good}", 0, "unsigned")]
    [InlineData("v1={good}", 0, "unsigned")]
    [InlineData("{good}", 0, "unsigned")]
    [InlineData("", 0, "unsigned")]
    public void A_Stripe_event_is_what_Stripe_signed_within_five_minutes(string header, int age, string? expected)
    {
        const string Key = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";
        var now = DateTimeOffset.FromUnixTimeSeconds(1_492_774_577);
        const string Raw = "{\n  \"id\": \"evt_1\",\n  \"text\": \"Łódź\"\n}";
        var good = Signed.Stripe(Key, Raw, now).Signature!.Split("v1=")[1];
        var sent = new EventSignature(null, null, header.Replace("{t}", "1492774577", StringComparison.Ordinal)
            .Replace("{good}", good, StringComparison.Ordinal).Replace("{bad}", new string('0', 64), StringComparison.Ordinal));

        Assert.Equal(expected, sent.WhyNot("stripe", new(["another secret", Key]), Encoding.UTF8.GetBytes(Raw), now.AddSeconds(age)));
        Assert.NotEqual(sent.EventId("a"u8), sent.EventId("b"u8));
        Assert.NotNull(sent.WhyNot("stripe", new([Key]), Encoding.UTF8.GetBytes(Raw + " "), now.AddSeconds(age)));
        Assert.Null(Signed.Stripe(Key, "{}", now).WhyNot("stripe", new([Key]), "{}"u8, now));
    }

    [Fact]
    public void A_signed_text_with_dots_in_its_body_has_one_reading_only()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(SentAt);
        var sent = Signed.Standard(Secret, "a", $"{SentAt + 1}.rest", now);
        var moved = sent with { Id = $"a.{SentAt}", Timestamp = $"{SentAt + 1}" };

        Assert.Null(sent.WhyNot("standard", new([Secret]), Encoding.UTF8.GetBytes($"{SentAt + 1}.rest"), now));
        Assert.Equal("dot-in-id", moved.WhyNot("standard", new([Secret]), "rest"u8, now));
    }

    [Fact]
    public void While_a_secret_is_changed_both_are_good_and_no_third()
    {
        var signature = new EventSignature(Id, SentAt.ToString(CultureInfo.InvariantCulture), Good);
        var now = DateTimeOffset.FromUnixTimeSeconds(SentAt);

        Assert.Null(signature.WhyNot("standard", new([Other, Secret]), Encoding.UTF8.GetBytes(Body), now));
        Assert.Equal("bad-signature", signature.WhyNot("standard", new([Other]), Encoding.UTF8.GetBytes(Body), now));
        Assert.Equal("bad-signature", signature.WhyNot("standard", new([]), Encoding.UTF8.GetBytes(Body), now));
    }

    [Theory]
    [InlineData("github", "It's a Secret to Everybody")]
    [InlineData("github", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA")]
    public async Task The_secret_that_a_sender_made_is_good_and_the_one_before_for_a_day(string format, string secret)
    {
        var stage = await AutomationStage.OpenAsync();
        var secrets = new SigningSecrets(new(stage.Vault, stage.Tables), stage.Time);
        var automation = await stage.ActiveAsync(AutomationStage.Person("Alice"));
        var ours = (await secrets.RenewAsync(automation.Author, automation.Id, default)).Reveal();
        await secrets.TakeAsync(automation.Author, automation.Id, secret, default);

        Assert.Null(SigningSecrets.WhyNot(format, secret));
        Assert.Null(await TryAsync(ours));
        Assert.Null(await TryAsync(secret));
        stage.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal("bad-signature", await TryAsync(ours));
        Assert.Null(await TryAsync(secret));

        Task<string?> TryAsync(string with) => secrets.WhyNotAsync(
            automation, format, format == "github" ? Signed.GitHub(with, "e", "{}") : Signed.Standard(with, "e", "{}", stage.Time.GetUtcNow()), "{}"u8.ToArray(), default);
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("a plain text, not base64", false)]
    public void A_secret_without_its_prefix_is_base64_or_the_text_itself(string secret, bool isBase64)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(SentAt);
        var key = isBase64 ? Convert.FromBase64String(secret) : Encoding.UTF8.GetBytes(secret);
        var signature = Signed.Standard("whsec_" + Convert.ToBase64String(key), "e", Body, now);

        Assert.Null(signature.WhyNot("standard", new([secret]), Encoding.UTF8.GetBytes(Body), now));
    }

    [Theory]
    [InlineData("github", "short")]
    [InlineData("github", "sixteen\ncharacters and more")]
    [InlineData("standard", "whsec_not-base64-at-all")]
    [InlineData("standard", "whsec_AAAAAAAAAAAA")]
    [InlineData("standard", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_that_proves_nothing_is_refused(string format, string secret) => Assert.NotNull(SigningSecrets.WhyNot(format, secret));

    [Fact]
    public async Task A_secret_is_kept_under_its_author_and_the_one_before_ends_after_a_day()
    {
        var stage = await AutomationStage.OpenAsync();
        var secrets = new SigningSecrets(new(stage.Vault, stage.Tables), stage.Time);
        var automation = await stage.ActiveAsync(AutomationStage.Person("Alice"));
        var first = (await secrets.RenewAsync(automation.Author, automation.Id, default)).Reveal();
        var second = (await secrets.RenewAsync(automation.Author, automation.Id, default)).Reveal();

        Assert.Null(await TryAsync(first));
        Assert.Null(await TryAsync(second));
        stage.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal("bad-signature", await TryAsync(first));
        Assert.Null(await TryAsync(second));

        Task<string?> TryAsync(string secret) => secrets.WhyNotAsync(automation, "standard", Signed.Standard(secret, "e1", "{}", stage.Time.GetUtcNow()), "{}"u8.ToArray(), default);
    }
}
