using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class SignalSettingTests
{
    private const string Secret = "0123456789abcdef";

    private static readonly Issuer[] Issuers =
    [
        new(new() { Id = "okta", Issuer = "https://idp.example", Audience = "api", Directory = new() { Kind = "okta", Url = "https://idp.example" } }),
    ];

    [Theory]
    [InlineData("not json", """[{"provider":"okta" "kind"}]""")]
    [InlineData("a member nobody knows", """[{"provider":"okta","kind":"okta","secret":"0123456789abcdef","sekret":"x"}]""")]
    [InlineData("no secret", """[{"provider":"okta","kind":"okta"}]""")]
    [InlineData("a short secret", """[{"provider":"okta","kind":"okta","secret":"short"}]""")]
    [InlineData("a short previous secret", """[{"provider":"okta","kind":"okta","secret":"0123456789abcdef","previousSecret":""}]""")]
    [InlineData("another kind", """[{"provider":"okta","kind":"scim","secret":"0123456789abcdef"}]""")]
    [InlineData("people of nobody", """[{"provider":"other","kind":"okta","secret":"0123456789abcdef"}]""")]
    [InlineData("the same name twice", """[{"provider":"okta","kind":"okta","secret":"0123456789abcdef"},{"provider":"okta","kind":"okta","secret":"0123456789abcdef"}]""")]
    [InlineData("graph without tenants", """[{"provider":"okta","kind":"graph","secret":"0123456789abcdef"}]""")]
    [InlineData("a transmitter without an issuer", """[{"provider":"okta","kind":"ssf","audience":"a","jwksUri":"https://idp.example/keys"}]""")]
    [InlineData("a transmitter without an audience", """[{"provider":"okta","kind":"ssf","issuer":"a","jwksUri":"https://idp.example/keys"}]""")]
    [InlineData("keys that travel in the clear", """[{"provider":"okta","kind":"ssf","issuer":"a","audience":"b","jwksUri":"http://idp.example/keys"}]""")]
    public void An_app_with_a_mistake_in_it_does_not_start_and_does_not_tell_the_secret(string name, string json)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => SignalSources.Read(json, Issuers, TimeProvider.System));

        Assert.True(refused.Message.Length > 0 && !refused.ToString().Contains(Secret, StringComparison.Ordinal), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    public void Without_the_setting_nobody_may_tell_us_anything(string? json) => Assert.Null(SignalSources.Read(json, Issuers, TimeProvider.System).Find("okta"));

    [Fact]
    public void The_secret_of_a_provider_is_never_printed()
    {
        var secret = new SharedSecret(Secret, null);

        Assert.Equal(nameof(SharedSecret), secret.ToString());
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Serialize(secret));
    }
}
