using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>One start of a functions app in this process: what surrounds it, its settings, its server.</summary>
internal sealed class LocalLaunch(LocalSettings settings, HostJson hostJson, FunctionCatalog catalog, ILocalHost? surroundings)
{
    public static LocalLaunch Prepare(string[] args, FunctionCatalog catalog)
    {
        var settings = new LocalSettings(args);
        var surroundings = Surroundings(catalog.Assembly, settings);
        surroundings?.Start();
        return new(settings, HostJson.Read(AppContext.BaseDirectory, settings), catalog, surroundings);
    }

    public WebApplicationBuilder CreateWebBuilder()
    {
        var web = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory, ApplicationName = catalog.Assembly.GetName().Name });
        web.Configuration
            .AddInMemoryCollection(settings.Offered)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Arguments);
        web.Logging
            .AddSimpleConsole(static console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning);
        foreach (var (category, level) in hostJson.LogLevels)
            web.Logging.AddFilter(category == "default" ? null : category, level);

        web.WebHost.UseKestrelCore();
        web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, settings.Port);
        });
        web.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => settings.Socket);
        web.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        web.Services.AddRouting();
        web.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, FunctionMethodPolicy>());
        web.Services.AddSingleton(settings);
        web.Services.AddSingleton(hostJson);
        web.Services.AddSingleton(catalog);
        AddTriggers(web.Services);
        return web;
    }

    public IHost Build(WebApplicationBuilder web, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        ((IHostApplicationBuilder)web).ConfigureContainer(
            new DefaultServiceProviderFactory(new() { ValidateOnBuild = true, ValidateScopes = true }));
        web.Services.AddSingleton(services => new FunctionPipeline(services, middleware));
        var app = web.Build();
        FunctionRoutes.Map(app, catalog, hostJson);
        surroundings?.Map(app);
        if (surroundings is not null)
            app.Lifetime.ApplicationStopping.Register(surroundings.Stopping);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {settings.Url}"));
        LocalRuntime.Announce(app, settings);
        return app;
    }

    private void AddTriggers(IServiceCollection services)
    {
        services.AddSingleton(DurableFunctions.OpenTables);
        services.AddSingleton(DurableFunctions.OpenHub);
        services.AddSingleton(static provider => provider.GetRequiredService<LocalTaskHub>().Client);
        services.AddSingleton<TimerStore>();
        if (catalog.Functions.Any(static function => function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute))
            services.AddHostedService<DurableHost>();
        if (catalog.Functions.Any(static function => function.Trigger is TimerTriggerAttribute))
            services.AddHostedService<TimerHost>();
    }

    private static ILocalHost? Surroundings(Assembly functions, LocalSettings settings)
    {
        if (functions.GetCustomAttribute<LocalHostAttribute>() is not { Type: var type })
            return null;
        var takesSettings = type.GetConstructor([typeof(LocalSettings)]) is not null;
        return (ILocalHost)Activator.CreateInstance(type, takesSettings ? [settings] : [])!;
    }
}
