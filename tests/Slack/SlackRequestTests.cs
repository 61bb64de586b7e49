using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Slack;

public sealed class SlackRequestTests
{
    private const string Current = "0123456789abcdef0123456789abcdef";
    private const string Previous = "fedcba9876543210fedcba9876543210";
    private const string Body = """{"type":"event_callback"}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData(Current, 0, null)]
    [InlineData(Current, -300, null)]
    [InlineData(Current, 300, null)]
    [InlineData(Previous, 0, null)]
    [InlineData(Current, -301, "too-old")]
    [InlineData(Current, 301, "in-the-future")]
    [InlineData("another secret of sixteen or more", 0, "bad-signature")]
    public void A_request_is_Slacks_if_one_of_two_secrets_signed_it_within_five_minutes_both_ways(string secret, int seconds, string? refusal)
    {
        var request = Signed(secret, Now.ToUnixTimeSeconds() + seconds, Body);

        Assert.Equal(refusal, request.WhyNot([new(Current), new(Previous)], Now));
    }

    [Fact]
    public void The_signature_covers_the_raw_bytes()
    {
        var request = Signed(Current, Now.ToUnixTimeSeconds(), Body);
        var oneOff = Encoding.UTF8.GetBytes(Body);
        oneOff[^2] ^= 1;

        Assert.Equal("bad-signature", (request with { Body = oneOff }).WhyNot([new(Current)], Now));
        Assert.Equal("bad-signature", (request with { Body = Encoding.UTF8.GetBytes("""{ "type": "event_callback" }""") }).WhyNot([new(Current)], Now));
        Assert.Equal("bad-signature", (request with { Signature = "v0=" + new string('0', 64) }).WhyNot([new(Current)], Now));
        Assert.Equal("bad-signature", request.WhyNot([], Now));
    }

    [Theory]
    [InlineData("X-Slack-Signature", null)]
    [InlineData("X-Slack-Signature", "")]
    [InlineData("X-Slack-Signature", "v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("X-Slack-Signature", "v0=short")]
    [InlineData("X-Slack-Request-Timestamp", null)]
    [InlineData("X-Slack-Request-Timestamp", "")]
    [InlineData("X-Slack-Request-Timestamp", "soon")]
    [InlineData("X-Slack-Request-Timestamp", "-1800000000")]
    [InlineData("X-Slack-Request-Timestamp", " 1800000000")]
    [InlineData("X-Slack-Request-Timestamp", "99999999999999999999")]
    public void A_header_that_is_missing_or_malformed_is_refused_before_the_body_is_read(string header, string? value)
    {
        var headers = Headers();
        headers[header] = value;

        Assert.Equal("unsigned", SlackRequest.WhyNot(headers, Now));
        Assert.Null(SlackRequest.WhyNot(Headers(), Now));
    }

    [Theory]
    [InlineData("X-Slack-Signature")]
    [InlineData("X-Slack-Request-Timestamp")]
    public void Two_headers_of_one_name_are_refused_even_if_both_are_good(string header)
    {
        var headers = Headers();
        headers[header] = new([headers[header], headers[header]]);

        Assert.Equal("unsigned", SlackRequest.WhyNot(headers, Now));
    }

    private static HeaderDictionary Headers()
    {
        var request = Signed(Current, Now.ToUnixTimeSeconds(), Body);
        return new() { ["X-Slack-Request-Timestamp"] = request.Timestamp, ["X-Slack-Signature"] = request.Signature };
    }

    private static SlackRequest Signed(string secret, long at, string body)
    {
        var stamp = at.ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{stamp}:{body}"));
        return new(stamp, "v0=" + Convert.ToHexStringLower(mac), Encoding.UTF8.GetBytes(body));
    }
}
