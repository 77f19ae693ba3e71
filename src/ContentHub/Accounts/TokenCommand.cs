using System.CommandLine;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>The verb <c>token</c>: prints a development token.</summary>
public static class TokenCommand
{
    /// <param name="configuration">The server's settings; null reads them as the server does, from the file and the environment.</param>
    public static Command Create(IConfiguration? configuration = null)
    {
        var name = new Option<string>("--name") { Description = "Who signs in; the same name is the same person.", DefaultValueFactory = _ => "Developer" };
        name.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--name must not be empty.");
            }
        });
        var roles = new Option<string[]>("--role")
        {
            Description = $"What they may do, at least one; may be repeated: {string.Join(", ", RoleNames.All)}.",
            DefaultValueFactory = _ => [],
        };
        roles.Validators.Add(result =>
        {
            foreach (var role in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!RoleNames.TryParse(role, out _))
                {
                    result.AddError($"There is no role '{role}'; the roles are {string.Join(", ", RoleNames.All)}.");
                }
            }
        });

        var command = new Command("token", "Prints a token for signing in on this machine, in the Development environment.") { name, roles };
        command.Validators.Add(result =>
        {
            if (result.GetResult(roles) is null or { Implicit: true })
            {
                result.AddError($"A token needs at least one role: --role with {string.Join(", ", RoleNames.All)}.");
            }
        });
        command.SetAction(parsed =>
        {
            var tokens = new DevelopmentTokens(DataFolder.Of(configuration ?? ServerSettings()));
            parsed.InvocationConfiguration.Output.WriteLine(tokens.Create(
                parsed.GetRequiredValue(name).Trim(),
                parsed.GetRequiredValue(roles).Select(Parse),
                TimeProvider.System.GetUtcNow()));
        });
        return command;
    }

    static IConfigurationRoot ServerSettings() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    static Role Parse(string role) =>
        RoleNames.TryParse(role, out var parsed) ? parsed : throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role.");
}
