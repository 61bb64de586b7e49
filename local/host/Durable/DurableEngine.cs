using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Onbehalf.Host.Worker;

// IWebHookProvider is marked obsolete to discourage other extensions. The Durable extension requests it by dependency injection.
#pragma warning disable CS0618

namespace Onbehalf.Host.Durable;

/// <summary>
/// Runs Microsoft's Durable extension in a WebJobs host, configured by the product's host.json. Its functions are those of the worker.
/// </summary>
internal sealed class DurableEngine(Invocations invocations, IConfiguration configuration, ILoggerFactory loggers, Uri address)
    : ITypeLocator,
        IJobActivator,
        IWebHookProvider,
        IAsyncDisposable
{
    private IHost? _host;
    private GrpcChannel? _channel;

    /// <summary>
    /// The payload of a <c>durableClient</c> binding, with the address of the extension for the worker's client. Null before the start.
    /// </summary>
    public string? Client { get; set; }

    public async Task StartAsync()
    {
        var host = new HostBuilder()
            .UseContentRoot(AppContext.BaseDirectory)
            .ConfigureAppConfiguration(builder => builder.AddConfiguration(configuration))
            .ConfigureWebJobs(static jobs => jobs.AddDurableTask())
            .ConfigureServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(loggers));
                services.Replace(ServiceDescriptor.Singleton<ITypeLocator>(this));
                services.Replace(ServiceDescriptor.Singleton<IJobActivator>(this));
                services.AddSingleton<IWebHookProvider>(this);
            })
            .Build();
        try
        {
            await host.StartAsync();
            _host = host;
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or FormatException or Newtonsoft.Json.JsonException)
        {
            host.Dispose();
            throw new InvalidOperationException($"The Durable extension refuses host.json: {refused.Message}", refused);
        }

        await _host.Services.GetRequiredService<IJobHost>().CallAsync(DurableMethods.Capture, new Dictionary<string, object>());
    }

    public DurableTaskClient? Connect()
    {
        if (Client is null)
            return null;
        var address = JsonDocument.Parse(Client).RootElement.GetProperty("rpcBaseUrl").GetString()!;
        _channel ??= GrpcChannel.ForAddress(address);
        return new GrpcDurableTaskClient("host", new GrpcDurableTaskClientOptions { Channel = _channel }, loggers.CreateLogger<DurableTaskClient>());
    }

    public Task<WorkerOutcome> CallAsync(string function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata) =>
        invocations.RunAsync(function, input, metadata, Client);

    public Uri GetUrl(IExtensionConfigProvider extension) => new(address, "runtime/webhooks/durabletask");

    public IReadOnlyList<Type> GetTypes() => [DurableMethods.Generate(invocations.Functions)];

    public T CreateInstance<T>()
    {
        var instance = Activator.CreateInstance<T>();
        if (instance is DurableCalls calls)
            calls.Engine = this;
        return instance;
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }
}
