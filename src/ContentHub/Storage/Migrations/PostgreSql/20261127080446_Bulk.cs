using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContentHub.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Bulk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "UnfinishedImport",
                table: "Log",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "UnfinishedImport",
                table: "Log");
        }
    }
}
