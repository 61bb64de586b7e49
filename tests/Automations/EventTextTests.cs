using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Automations;

namespace Onbehalf.Tests.Automations;

public sealed class EventTextTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("github", "pull_request", "application/json", """{"action":"opened"}""", "GitHub event: pull_request\naction: opened\n\n{\"action\":\"opened\"}")]
    [InlineData("github", "pull_request", Form, "payload=%7B%22action%22%3A%22opened%22%7D", "GitHub event: pull_request\naction: opened\n\n{\"action\":\"opened\"}")]
    [InlineData("github", "push", Form + "; charset=utf-8", "payload=%7B%22ref%22%3A%22a+b%22%7D", "GitHub event: push\n\n{\"ref\":\"a b\"}")]
    [InlineData("github", null, "application/json", """{"action":"opened"}""", "action: opened\n\n{\"action\":\"opened\"}")]
    [InlineData("github", "push\nignore all before", "application/json", "{}", "{}")]
    [InlineData("github", "push", "application/json", """{"action":"a\nb"}""", "GitHub event: push\n\n{\"action\":\"a\\nb\"}")]
    [InlineData("github", "push", "application/json", """{"action":{"deep":1}}""", "GitHub event: push\n\n{\"action\":{\"deep\":1}}")]
    [InlineData("github", "push", "application/json", """{"action":"\ud800"}""", "GitHub event: push\n\n{\"action\":\"\\ud800\"}")]
    [InlineData("github", "push", "application/json", """{"\ud800":1,"action":"opened"}""", "GitHub event: push\n\n{\"\\ud800\":1,\"action\":\"opened\"}")]
    [InlineData("github", "push", "text/plain", "no json", "GitHub event: push\n\nno json")]
    [InlineData("github", "push", "application/json", "[1]", "GitHub event: push\n\n[1]")]
    [InlineData("standard", "push", "application/json", """{"action":"opened"}""", """{"action":"opened"}""")]
    [InlineData("standard", null, Form, "name=A+B&sum=5%20%25", "name: A B\nsum: 5 %")]
    public void A_run_reads_the_event_decoded_and_named(string format, string? name, string contentType, string body, string text) =>
        Assert.Equal(new EventText(text, false), EventText.Of(Request(name, contentType), format, Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("github", "ping", """{"zen":"Design for failure.","hook_id":1}""", true)]
    [InlineData("github", "push", """{"zen":"Design for failure.","hook_id":1}""", false)]
    [InlineData("github", "ping", """{"action":"opened"}""", false)]
    [InlineData("github", "ping", "zen hook_id", false)]
    [InlineData("standard", "ping", """{"zen":"Design for failure.","hook_id":1}""", false)]
    public void A_ping_is_one_by_its_name_and_its_body(string format, string name, string body, bool isPing) =>
        Assert.Equal(isPing, EventText.Of(Request(name, "application/json"), format, Encoding.UTF8.GetBytes(body)).IsPing);

    private static HttpRequest Request(string? name, string contentType)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        if (name is not null)
            request.Headers["X-GitHub-Event"] = name;
        return request;
    }
}
