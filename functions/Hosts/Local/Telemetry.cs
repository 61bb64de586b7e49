using Microsoft.Azure.Functions.Worker.Builder;

namespace Onbehalf.Functions.Hosts;

internal static class Telemetry
{
    /// <summary>On a laptop the console is enough; nothing is sent anywhere.</summary>
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder) => builder;
}
