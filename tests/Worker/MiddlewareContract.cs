using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Worker;

public sealed class MiddlewareContract
{
    [Fact]
    public async Task Middleware_runs_in_the_order_it_was_added_and_sees_the_result_before_it_is_written()
    {
        var seen = new List<string>();
        await using var app = await StartAsync(builder => builder
            .UseMiddleware(async (context, next) =>
            {
                seen.Add("one");
                await next();
                seen.Add($"{context.GetHttpContext()!.Response.HasStarted} {context.GetInvocationResult().Value is string}");
            })
            .UseMiddleware((_, next) =>
            {
                seen.Add("two");
                return next();
            }));

        await app.Http.GetStringAsync("/observed/x");

        Assert.Equal(["one", "two", "False True"], seen);
    }

    [Fact]
    public async Task Middleware_can_answer_in_place_of_the_function()
    {
        await using var app = await StartAsync(static builder => builder.UseMiddleware(static (context, _) =>
        {
            context.GetInvocationResult().Value = Results.StatusCode(403);
            return Task.CompletedTask;
        }));

        using var response = await app.Http.GetAsync("/observed/x");

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task Middleware_added_before_the_web_application_has_no_http_context()
    {
        HttpContext? before = null;
        var builder = WorkerApp.Builder([typeof(Observed)]);
        builder.Services.AddScoped<ScopedThing>();
        builder.UseMiddleware((context, next) =>
        {
            before = context.GetHttpContext();
            return next();
        });
        builder.ConfigureFunctionsWebApplication();
        using var host = builder.Build();
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Services.GetRequiredService<Microsoft.Azure.Functions.Worker.Local.LocalSettings>().Url };

        await http.GetStringAsync("/observed/x");

        Assert.Null(before);
    }

    [Fact]
    public async Task Middleware_for_some_functions_is_passed_by_the_others()
    {
        await using var app = await StartAsync(static builder => builder
            .UseWhen<Mark>(static context => context.FunctionDefinition.InputBindings.Values.First().Type == "httpTrigger")
            .UseWhen(static context => context.FunctionDefinition.Name == "Other", static (context, next) =>
            {
                context.Items["other"] = true;
                return next();
            }));

        var answer = await app.Http.GetStringAsync("/observed/x");

        Assert.EndsWith(" HttpRequestContext mark", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_invocation_has_a_scope_of_its_own_that_ends_with_it()
    {
        await using var app = await StartAsync(static _ => { });

        var first = await app.Http.GetStringAsync("/observed/x");
        var disposed = ScopedThing.Disposed;
        var second = await app.Http.GetStringAsync("/observed/x");

        Assert.NotEqual(first, second);
        Assert.True(disposed > 0);
    }

    private static Task<WorkerApp> StartAsync(Action<FunctionsApplicationBuilder> configure) => WorkerApp.StartAsync(
        [typeof(Observed)],
        builder =>
        {
            builder.Services.AddScoped<ScopedThing>();
            configure(builder);
        });

    private sealed class Mark : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["mark"] = true;
            return next(context);
        }
    }
}
