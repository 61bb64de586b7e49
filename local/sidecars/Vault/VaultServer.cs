using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Vault;

/// <summary>
/// A vault with the Key Vault REST API for secrets over TLS, including challenge authentication, and with the identity endpoint for its
/// callers' tokens.
/// </summary>
internal sealed class VaultServer : IAsyncDisposable
{
    private const string Resource = "https://vault.azure.net";
    private const string Challenge =
        $"Bearer authorization=\"https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000\", resource=\"{Resource}\"";

    private readonly WebApplication _app;
    private readonly AccessLog _log;
    private readonly IdentityTokens _tokens;
    private readonly SecretsApi _secrets;
    private readonly Throttle _throttle;

    private VaultServer(VaultOptions options, TimeProvider time)
    {
        PrivateFile.CreateFolder(options.Folder);
        var certificate = VaultAuthority.IssueFor(options.Folder);
        var store = new SecretStore(Path.Combine(options.Folder, "records"), MasterKey.Load());
        _log = new(Path.Combine(options.Folder, "access.jsonl"));
        _tokens = new(options.IdentityHeader, time);
        _secrets = new(store, new($"https://127.0.0.1:{options.Port}/"), time, options.PageSize);
        _throttle = new(options.RequestsPerTenSeconds, time);

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(certificate));
            kestrel.Listen(IPAddress.Loopback, options.IdentityPort);
        });
        _app = builder.Build();
        _app.Run(context => context.Connection.LocalPort == options.Port ? ServeAsync(context) : _tokens.ServeAsync(context));
    }

    public static async Task<VaultServer> StartAsync(VaultOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var server = new VaultServer(options, time);
        await server._app.StartAsync(cancellation);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _log.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = VaultRequest.Of(context.Request);
        var reply = await AnswerAsync(request, context);
        _log.Write(request, reply.Status);
        context.Response.StatusCode = reply.Status;
        if (reply.Body is not { } body)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private async Task<VaultReply> AnswerAsync(VaultRequest request, HttpContext context)
    {
        if (!_tokens.Accepts(context.Request.Headers.Authorization.ToString(), Resource))
        {
            context.Response.Headers.WWWAuthenticate = Challenge;
            return VaultReply.Unauthorized("AKV10000: Request is missing a Bearer or PoP token.");
        }

        if (request.Refusal() is { } refusal)
            return refusal;
        if (_throttle.Wait() is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return VaultReply.Throttled();
        }

        return await _secrets.AnswerAsync(request, context.Request.Body, context.RequestAborted);
    }
}
