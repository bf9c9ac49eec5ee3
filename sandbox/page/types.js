// What travels between the page and the sandbox. Messages, commands and components are Discord's own objects; only the
// fields that the page reads are named here.

/** @typedef {Record<string, string> | null} Localizations language code to text */
/** @typedef {{id: string, name: string, type: number, topic?: string | null, admins_only?: boolean}} Channel */
/**
 * @typedef {{id: string, name: string, display_name: string, admin: boolean, avatar_colour: string,
 *   dm_channel_id: string}} Person
 */
/** @typedef {{id: string, name: string, online: boolean}} Bot */
/** @typedef {{id: string, name: string, roles?: {id: string, name: string}[]}} Guild */
/** @typedef {{guild: Guild, channels: Channel[], people: Person[], bot: Bot, deadline_s: number}} World */

/** @typedef {{name: string, value: string | number, name_localizations?: Localizations}} Choice */
/**
 * @typedef {{type: number, name: string, description: string, required?: boolean, choices?: Choice[],
 *   options?: Option[], autocomplete?: boolean, min_value?: number, max_value?: number, min_length?: number,
 *   max_length?: number, name_localizations?: Localizations, description_localizations?: Localizations}} Option
 */
/** @typedef {Option & {id: string}} Command */

/** @typedef {{id: string, username: string, global_name?: string | null, bot?: boolean}} User */
/**
 * @typedef {{id: string, filename: string, size: number, url: string, width?: number | null, height?: number | null,
 *   content_type?: string, description?: string | null}} Attachment
 */
/** @typedef {{id?: string | null, name: string}} Emoji */
/** @typedef {{emoji: Emoji, count: number, me?: boolean}} Reaction */
/** @typedef {{url: string, width?: number | null, height?: number | null}} Media */
/**
 * @typedef {{label: string, value: string, description?: string | null, emoji?: Emoji | null,
 *   default?: boolean}} SelectOption
 */
/** @typedef {{media: Media, description?: string | null, spoiler?: boolean}} GalleryItem */
/**
 * @typedef {{type: number, components?: Component[], component?: Component, accessory?: Component,
 *   custom_id?: string, style?: number, label?: string | null, description?: string | null, emoji?: Emoji | null,
 *   url?: string, disabled?: boolean, placeholder?: string | null, options?: SelectOption[], min_values?: number,
 *   max_values?: number, content?: string, items?: GalleryItem[], media?: Media, file?: Media, name?: string,
 *   size?: number, spoiler?: boolean, divider?: boolean, spacing?: number, accent_color?: number | null,
 *   value?: string | null, required?: boolean, min_length?: number | null, max_length?: number | null,
 *   default_values?: {id: string}[], default?: boolean}} Component
 */
/**
 * @typedef {{title?: string, description?: string, url?: string, color?: number, timestamp?: string,
 *   author?: {name: string, url?: string}, footer?: {text: string}, image?: Media, thumbnail?: Media,
 *   fields?: {name: string, value: string, inline?: boolean}[]}} Embed
 */
/** @typedef {{id: string, type: number, user: User, name?: string, target_message_id?: string}} InteractionMetadata */
/**
 * @typedef {{id: string, channel_id: string, author: User, content: string, type: number, flags?: number,
 *   timestamp: string, edited_timestamp?: string | null, attachments: Attachment[], embeds: Embed[],
 *   components: Component[], mentions?: User[], reactions?: Reaction[], referenced_message?: Message | null,
 *   interaction_metadata?: InteractionMetadata | null, interaction_failed?: boolean}} Message
 */
/** @typedef {{modal_id: string, title: string, custom_id: string, components: Component[]}} Modal */
/** @typedef {{state: "waiting" | "acknowledged" | "failed", message_id: string | null}} Interaction */

export {};
