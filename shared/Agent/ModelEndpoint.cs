using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;
using Onbehalf.Storage;

// The only constructor that takes a token instead of a key is still marked as subject to change.
#pragma warning disable OPENAI001

namespace Onbehalf.Agent;

/// <summary>Which model answers: an OpenAI-compatible endpoint with a key, or Azure OpenAI with the app's identity.</summary>
internal static class ModelEndpoint
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    public static ChatClient? Connect(IConfiguration configuration, TimeSpan timeout)
    {
        var azure = configuration["AZURE_OPENAI_ENDPOINT"];
        var endpoint = configuration["OPENAI_BASE_URL"];
        var key = configuration["OPENAI_API_KEY"];
        return (azure, endpoint, key) switch
        {
            ({ Length: > 0 }, _, _) => new ChatClient(
                Required(configuration, "AZURE_OPENAI_DEPLOYMENT"),
                new BearerTokenPolicy(AppCredential.From(configuration), AzureScope),
                Options(new Uri($"{azure.TrimEnd('/')}/openai/v1/"), timeout)),
            (_, { Length: > 0 }, _) => new ChatClient(configuration["MODEL"] ?? "default", new ApiKeyCredential(key is { Length: > 0 } ? key : "none"), Options(new Uri(endpoint), timeout)),
            (_, _, { Length: > 0 }) => new ChatClient(Required(configuration, "MODEL"), new ApiKeyCredential(key), Options(null, timeout)),
            _ => null,
        };
    }

    private static OpenAIClientOptions Options(Uri? endpoint, TimeSpan timeout)
    {
        // A turn retries by its orchestration; two layers of patience would multiply.
        var options = new OpenAIClientOptions { NetworkTimeout = timeout, RetryPolicy = new ClientRetryPolicy(1), UserAgentApplicationId = "onbehalf" };
        if (endpoint is not null)
            options.Endpoint = endpoint;
        return options;
    }

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is required for the configured model endpoint.");
}
