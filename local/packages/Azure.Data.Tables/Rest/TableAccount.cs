#nullable enable
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>One account's table endpoint and the pipeline that reaches it; connections are pooled below.</summary>
internal sealed class TableAccount
{
    private const string Scope = "https://storage.azure.com/.default";

    private TableAccount(Uri endpoint, string name, HttpPipelinePolicy authorization, TableClientOptions? options)
    {
        Endpoint = endpoint.AbsoluteUri.TrimEnd('/') + "/";
        Name = name;
        Pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options ?? new TableClientOptions())
        {
            PerRetryPolicies = { authorization },
            RequestFailedDetailsParser = TableFailure.Parser,
        });
    }

    /// <summary>Ends with a slash.</summary>
    public string Endpoint { get; }

    public string Name { get; }

    public HttpPipeline Pipeline { get; }

    public static TableAccount Open(string connectionString, TableClientOptions? options)
    {
        var parsed = ConnectionString.Parse(connectionString);
        return new(parsed.Endpoint, parsed.AccountName, new SharedKeyLite(parsed.AccountName, parsed.AccountKey), options);
    }

    public static TableAccount Open(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, endpoint.Host.Split('.')[0], new BearerTokenAuthenticationPolicy(credential, Scope), options);
    }
}
