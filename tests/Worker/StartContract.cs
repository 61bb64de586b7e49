using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Worker;

/// <summary>What the real generator skips silently, or the real host finds out late, is refused at start and named.</summary>
public sealed class StartContract
{
    [Theory]
    [InlineData(typeof(NotPublic), "must be a public method of a public, sealed, top-level class")]
    [InlineData(typeof(NotSealed), "must be a public method of a public, sealed, top-level class")]
    [InlineData(typeof(PrivateMethod), "must be a public method of a public, sealed, top-level class")]
    [InlineData(typeof(Nested), "must be a public method of a public, sealed, top-level class")]
    [InlineData(typeof(TwoTriggers), "exactly one trigger; it has 2")]
    [InlineData(typeof(NoTrigger), "exactly one trigger; it has 0")]
    [InlineData(typeof(SameName), "Two functions are named A")]
    [InlineData(typeof(SameRoute), "the same route")]
    [InlineData(typeof(BadRoute), "which is not a route")]
    [InlineData(typeof(ReservedRoute), "the host keeps 'admin' for itself")]
    public void A_function_the_real_host_would_not_serve_is_refused_at_start(Type function, string reason)
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
        {
            var builder = WorkerApp.Builder([function]);
            builder.ConfigureFunctionsWebApplication();
            builder.Build();
        });

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_at_start()
    {
        await using var app = await WorkerApp.StartAsync(typeof(Routes));
        var port = app.Http.BaseAddress!.Port;

        var refused = Assert.Throws<InvalidOperationException>(() => WorkerApp.Builder([typeof(Routes)], $"FUNCTIONS_PORT={port}"));

        Assert.Contains($"Port {port}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_cannot_be_made_fails_the_build_and_not_a_request()
    {
        var builder = WorkerApp.Builder([typeof(Routes)]);
        builder.Services.AddSingleton<Needy>();

        Assert.Throws<AggregateException>(builder.Build);
    }

    [Fact]
    public async Task Settings_given_as_arguments_win_over_the_environment()
    {
        Environment.SetEnvironmentVariable("ONBEHALF_TEST_SETTING", "environment");
        await using var app = await WorkerApp.StartAsync([typeof(Routes)], static _ => { }, "ONBEHALF_TEST_SETTING=argument");

        var configuration = app.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();

        Assert.Equal("argument", configuration["ONBEHALF_TEST_SETTING"]);
    }

    public sealed class Nested
    {
        [Microsoft.Azure.Functions.Worker.Function("A")]
        public string Run([Microsoft.Azure.Functions.Worker.HttpTrigger] Microsoft.AspNetCore.Http.HttpRequest request) => "";
    }

    private sealed class Needy(StreamGate gate)
    {
        public StreamGate Gate => gate;
    }
}
