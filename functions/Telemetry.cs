using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Storage;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Onbehalf.Functions;

internal static class Telemetry
{
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(static tracing => tracing.AddSource("Onbehalf.*"));
        if (!string.IsNullOrEmpty(builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]))
            telemetry
                .UseAzureMonitorExporter(exporter => exporter.Credential = AppCredential.From(builder.Configuration))
                // The exporter's default samples five traces a second and drops the log lines of the others. An alarm could be among them.
                .WithTracing(static tracing => tracing.SetSampler(new AlwaysOnSampler()));
        return builder;
    }
}
