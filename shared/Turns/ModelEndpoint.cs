using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Azure.Core;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;

namespace Onbehalf.Turns;

/// <summary>Which model answers: an OpenAI-compatible endpoint with a key, or Azure OpenAI with the app's identity.</summary>
internal static class ModelEndpoint
{
    private const string Name = "onbehalf";

    public static ChatClient? Connect(IConfiguration configuration, TimeSpan timeout, TokenCredential credential)
    {
        var azure = configuration["AZURE_OPENAI_ENDPOINT"];
        var endpoint = configuration["OPENAI_BASE_URL"];
        var key = configuration["OPENAI_API_KEY"];
        return (azure, endpoint, key) switch
        {
            ({ Length: > 0 }, _, _) => new AzureOpenAIClient(new Uri(azure), new Bounded(credential, timeout), AzureOptions(timeout)).GetChatClient(Required(configuration, "AZURE_OPENAI_DEPLOYMENT")),
            (_, { Length: > 0 }, _) => new ChatClient(configuration["MODEL"] ?? "default", new ApiKeyCredential(key is { Length: > 0 } ? key : "none"), Options(new Uri(endpoint), timeout)),
            (_, _, { Length: > 0 }) => new ChatClient(Required(configuration, "MODEL"), new ApiKeyCredential(key), Options(null, timeout)),
            _ => null,
        };
    }

    // A turn retries by its orchestration; two layers of patience would multiply.
    private static ClientRetryPolicy Once => new(1);

    private static AzureOpenAIClientOptions AzureOptions(TimeSpan timeout) => new() { NetworkTimeout = timeout, RetryPolicy = Once, UserAgentApplicationId = Name };

    private static OpenAIClientOptions Options(Uri? endpoint, TimeSpan timeout)
    {
        var options = new OpenAIClientOptions { NetworkTimeout = timeout, RetryPolicy = Once, UserAgentApplicationId = Name };
        if (endpoint is not null)
            options.Endpoint = endpoint;
        return options;
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is required for the configured model endpoint.");

    /// <summary>The Azure client waits for a token without end: no cancellation of a call reaches its credential.</summary>
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
