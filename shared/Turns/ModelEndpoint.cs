using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;

namespace Onbehalf.Turns;

/// <summary>The configured model endpoint: OpenAI-compatible with a key, or Azure OpenAI with the app's identity.</summary>
internal sealed record ModelEndpoint(ChatClient Chat, string Model, string Host, bool IsAzure = false)
{
    private const string Name = "onbehalf";
    private const string OpenAiHost = "api.openai.com";

    public static ModelEndpoint? Connect(IConfiguration configuration, TimeSpan timeout, TokenCredential credential)
    {
        var azure = configuration["AZURE_OPENAI_ENDPOINT"];
        var endpoint = configuration["OPENAI_BASE_URL"];
        var key = configuration["OPENAI_API_KEY"];
        return (azure, endpoint, key) switch
        {
            ({ Length: > 0 }, _, _) => OfAzure(
                Address("AZURE_OPENAI_ENDPOINT", azure), new Bounded(credential, timeout), timeout, Required(configuration, "AZURE_OPENAI_DEPLOYMENT")),
            (_, { Length: > 0 }, _) => Of(
                configuration["MODEL"] is { Length: > 0 } model ? model : "default",
                key is { Length: > 0 } ? key : "none",
                Options(Address("OPENAI_BASE_URL", Base(endpoint)), timeout)),
            (_, _, { Length: > 0 }) => Of(Required(configuration, "MODEL"), key, Options(null, timeout)),
            _ => null,
        };
    }

    private static ModelEndpoint OfAzure(Uri address, TokenCredential credential, TimeSpan timeout, string deployment) =>
        new(new AzureOpenAIClient(address, credential, AzureOptions(timeout)).GetChatClient(deployment), deployment, address.Host, IsAzure: true);

    private static ModelEndpoint Of(string model, string key, OpenAIClientOptions options) =>
        new(new ChatClient(model, new ApiKeyCredential(key), options), model, options.Endpoint?.Host ?? OpenAiHost);

    /// <summary>Removes the path of the call, because some providers show the whole address.</summary>
    private static string Base(string text)
    {
        const string Call = "/chat/completions";
        var address = text.Trim().TrimEnd('/');
        return address.EndsWith(Call, StringComparison.OrdinalIgnoreCase) ? address[..^Call.Length] : address;
    }

    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) ? address : throw new InvalidOperationException($"{name} must be an absolute URL.");

    // No retries here: the model client retries, because it knows the remaining time of the call.
    private static ClientRetryPolicy Once => new(0);

    private static AzureOpenAIClientOptions AzureOptions(TimeSpan timeout) =>
        new()
        {
            NetworkTimeout = timeout,
            RetryPolicy = Once,
            UserAgentApplicationId = Name,
        };

    private static OpenAIClientOptions Options(Uri? endpoint, TimeSpan timeout)
    {
        var options = new OpenAIClientOptions { NetworkTimeout = timeout, RetryPolicy = Once, UserAgentApplicationId = Name };
        if (endpoint is not null)
            options.Endpoint = endpoint;
        return options;
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is required for the configured model endpoint.");

    /// <summary>
    /// Limits the time for a token. The Azure client does not pass the cancellation of a call to its credential and would wait without limit.
    /// </summary>
    private sealed class Bounded(TokenCredential credential, TimeSpan limit) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            using var patience = Patience(cancellationToken);
            return credential.GetToken(requestContext, patience.Token);
        }

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            using var patience = Patience(cancellationToken);
            return await credential.GetTokenAsync(requestContext, patience.Token);
        }

        private CancellationTokenSource Patience(CancellationToken cancellation)
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(limit);
            return patience;
        }
    }
}
