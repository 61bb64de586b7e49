using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Health;
using Onbehalf.Functions.Hosts;
using Onbehalf.Functions.Web;
using Onbehalf.Identity;
using Onbehalf.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<HttpEdge>();
builder.AddTelemetry();
builder.Services
    .AddTables(builder.Configuration)
    .AddIdentity(builder.Configuration)
    .AddHealth()
    .AddSingleton<WebFiles>();
builder.Build().Run();
